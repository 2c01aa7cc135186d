"""What the figures say, judged against chance and their usual range, in sentences every surface says; no Streamlit."""
