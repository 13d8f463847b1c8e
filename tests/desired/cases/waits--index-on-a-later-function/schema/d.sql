alter function fold(text) immutable;
