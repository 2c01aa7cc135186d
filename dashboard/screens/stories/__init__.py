"""The story of one record, which every list opens into: of a lead, of a deal."""
