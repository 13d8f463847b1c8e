create subscription s connection 'host=example.org' publication p;
