create text search dictionary d (template = pg_catalog.snowball, language = english, stopwords = english); comment on text search dictionary d is 'words';
