-- The moment of the generation that is attached as `previous`.

select as_of
from previous.generation;
