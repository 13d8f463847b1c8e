select total() = 0
