"""Who may do what: people as the server knows them, their roles, and the matrix of roles and actions."""
