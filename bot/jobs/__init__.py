"""What falls due. Each job may come twice, or late, or on several machines: the rows make that harmless."""
