"""Files locked with a password."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from handoutgen.batch.encrypt import encrypt, unfit_password
from support.tools import require


@pytest.fixture
def plain() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Title"] = "Wilhelmina"
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("password", ["secret", "pässwörd ’", "x" * 127])
def test_a_file_opens_with_its_password_alone(plain: bytes, password: str) -> None:
    locked = encrypt(plain, password)
    assert b"Wilhelmina" not in locked
    for wrong in ("", "other"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(locked), password=wrong)
    with pikepdf.open(BytesIO(locked), password=password) as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.user_password_matched and not pdf.owner_password_matched
        assert str(pdf.docinfo["/Title"]) == "Wilhelmina"
        allowed = pdf.allow
        assert allowed.accessibility and allowed.extract and allowed.modify_form
        assert allowed.print_highres
        assert "aesv3" in str(pdf.encryption.stream_method)
        assert bool(pdf.trailer.Encrypt.get("/EncryptMetadata", True))


def test_qpdf_finds_nothing_wrong(plain: bytes, tmp_path: Path) -> None:
    require("qpdf")
    path = tmp_path / "locked.pdf"
    path.write_bytes(encrypt(plain, "secret"))
    subprocess.run(["qpdf", "--password=secret", "--check", path], check=True)


def test_two_files_have_nothing_in_common_to_unlock_them(plain: bytes) -> None:
    keys = []
    for _ in range(2):
        with pikepdf.open(BytesIO(encrypt(plain, "a")), password="a") as pdf:
            keys.append(bytes(pdf.trailer.Encrypt.O))
    assert keys[0] != keys[1]


def test_which_passwords_lock_a_file() -> None:
    assert unfit_password("a") == unfit_password("é" * 63) == ""
    assert unfit_password("") == "there is no password"
    assert "127 bytes" in unfit_password("é" * 64)
