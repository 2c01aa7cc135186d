"""A bare page of Streamlit: as many Plotly charts as the address asks for, a filter, and a drawer behind each bar.

What a reader waits for here is the floor: the server's run, the browser's page and Plotly, and nothing of ours.
"""

import streamlit as st

SOURCES = ("Webinar", "Referral", "Event", "Partner", "Outbound", "Content", "Organic search")
STAGES = ("Inquiry", "MQL", "SAL", "SQL", "Won")
ROWS = 200


def _chart(number: int, chosen: int) -> None:
    heights = [1000 // (place + 1) + 10 * chosen + number for place in range(len(STAGES))]
    figure = {
        "data": [
            {"type": "bar", "x": STAGES, "y": heights, "text": heights},
            {"type": "bar", "x": STAGES, "y": [height // 2 for height in heights]},
        ],
        "layout": {"barmode": "group", "height": 300},
    }
    if st.plotly_chart(figure, key=f"chart-{number}", on_select="rerun").selection.points:
        _drawer()


@st.dialog("Records", width="small", position="right")
def _drawer() -> None:
    st.dataframe([{"lead": f"L-{row}", "stage": STAGES[row % len(STAGES)], "value": row} for row in range(ROWS)])


def _draw() -> None:
    st.title("Bare page")
    chosen = st.multiselect("Source", SOURCES)
    for number in range(int(st.query_params["charts"])):
        _chart(number, len(chosen))


if __name__ == "__main__":
    _draw()
