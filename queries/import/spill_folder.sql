-- The folder this connection puts on the disk what does not fit in memory.

select current_setting('temp_directory') as folder;
