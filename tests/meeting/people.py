"""People for the tests."""

from dashboard.meeting.person import Person, Role

ANN = Person(id="ann@example.com", name="Ann", email="ann@example.com", roles={Role.MARKETING_HEAD}, is_verified=True)
BO = Person(id="bo@example.com", name="Bo", email="bo@example.com", roles={Role.SALES_HEAD}, is_verified=True)
CHAIR = Person(id="cy@example.com", name="Cy", email="cy@example.com", roles={Role.CHAIR}, is_verified=True)
READER = Person(id="di@example.com", name="Di", email="di@example.com", roles={Role.READER}, is_verified=True)
ADMIN = Person(id="ed@example.com", name="Ed", email="ed@example.com", roles={Role.ADMIN}, is_verified=True)
