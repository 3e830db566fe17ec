"""JSON Schemas, held to what the rules say."""
