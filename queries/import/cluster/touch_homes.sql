-- The key that the rows of each touch go by: its lead's, else its deal's; of several the least.

select
    own_key,
    min(home) as home
from touch_places
group by own_key;
