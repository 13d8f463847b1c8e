load 'auto_explain';
