"""The crontab of the README, run as it stands there: what would be sent is the pack."""

import json
import os
import re
import subprocess
import sys
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CRON = re.compile(r"^(?:[\d*/,-]+ ){5} (?P<command>.+)$", re.MULTILINE)
SENDMAIL = '#!/bin/sh\nprintf "%s" "$*" > "$SENT/to"\ncat > "$SENT/mail.eml"\n'
CURL = '#!/bin/sh\nprintf "%s" "$*" > "$SENT/posted"\n'


def test_the_readmes_crontab_sends_the_pack(frozen: Path, tmp_path: Path) -> None:
    """Each command, with a sendmail and a curl that keep what they are given."""
    block = re.search(r"```cron\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    commands = [found["command"] for found in CRON.finditer(block[1])]
    assert len(commands) == 2
    place, sent, programs = tmp_path / "funnel", tmp_path / "sent", tmp_path / "programs"
    for folder in (place / ".venv", sent, programs):
        folder.mkdir(parents=True)
    (place / "warehouse").symlink_to(frozen)
    (place / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for name, text in (("sendmail", SENDMAIL), ("curl", CURL)):
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    known = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "SENT": str(sent), "SLACK_WEBHOOK": "the-webhook"}
    for command in commands:
        asked = command.replace("/srv/funnel", str(place))
        subprocess.run(["/bin/sh", "-c", asked], env=known, check=True, timeout=300)
    assert (sent / "to").read_text(encoding="utf-8") == "cro@example.com"
    mail = message_from_bytes((sent / "mail.eml").read_bytes(), policy=SMTP)
    assert mail["Subject"].startswith("Weekly funnel review 2026-W46: ")
    assert "--json @pack.slack.json the-webhook" in (sent / "posted").read_text(encoding="utf-8")
    assert json.loads((place / "pack.slack.json").read_bytes())["blocks"]
