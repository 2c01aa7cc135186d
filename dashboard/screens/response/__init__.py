"""The Response screen: how long buyers wait for a first human answer."""
