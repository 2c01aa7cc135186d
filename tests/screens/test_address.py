"""The address and the boxes of a screen say the same, whatever the browser sends and when."""

from streamlit.testing.v1 import AppTest

from dashboard.screens.address import CHOSEN


def _one_box() -> None:
    from datetime import date  # here, as AppTest runs the text of this function alone

    import streamlit as st

    from dashboard.screens.address import any_of, choose, follow_address, one_of
    from dashboard.screens.links import WINDOW
    from dashboard.screens.slicebar import _keep_window, _window_key

    follow_address()
    any_of(st.multiselect, "Source", "source", ["Webinar", "Event"], str)
    one_of(st.selectbox, "Waterfall", "waterfall", ["v1", "v2"], str, usual="v1")
    key = _window_key()
    days = (date(2025, 1, 1), date(2025, 1, 2)) if key != WINDOW else None
    st.date_input("Window", key=key, value=days, on_change=_keep_window, args=(key,))
    st.button("Week", key="week", on_click=choose, args=("week", ("2025-W01",)))


def test_a_box_that_is_gone_does_not_choose_again() -> None:
    """A click that overtakes the end of a drawing brings what stood in the boxes before Back: it is not put back."""
    app = AppTest.from_function(_one_box)
    app.query_params.update(source="Webinar", waterfall="v2", window=["2025-01-01", "2025-01-02"])
    app.run()
    assert app.multiselect[0].value == ["Webinar"]
    before = app._tree.get_widget_states()
    app.session_state[CHOSEN] = {}
    app.query_params.clear()
    app.run()
    assert app.multiselect[0].value == []
    app.button("week").click()
    sent = app._tree.get_widget_states()
    names = {widget.id for widget in sent.widgets}
    gone = [widget for widget in before.widgets if widget.id not in names]
    assert len(gone) == len(("source", "waterfall", "window"))
    sent.widgets.extend(gone)
    app._run(sent)
    assert not app.exception
    assert app.query_params == {"week": "2025-W01"}
