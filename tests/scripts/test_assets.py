"""The front-end assets: what is copied, and what is left behind."""

import gzip
import json

import pytest

from scripts import assets

FRUTIGER = "@font-face{font-family:Frutiger W01;src:url(https://fonts.example/x.woff2)}"
ICON = ".a{background:url(/assets/images/tick.svg)}"
FILLER = "/* rounds the file up to a size worth compressing */" * 30


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """A small copy of what npm installs, and empty folders to build in."""
    for name in ("PACKAGES", "VENDOR", "STAGE"):
        monkeypatch.setattr(assets, name, tmp_path / name.lower())
    frontend = tmp_path / "packages" / assets.FRONTEND
    images = frontend / "dist" / "nhsuk" / "assets" / "images"
    images.mkdir(parents=True)
    for name in ("favicon.ico", "nhsuk-icon-512.png", "nhsuk-icon-tick.svg"):
        (images / name).write_text("picture")
    fonts = tmp_path / "packages" / assets.FONTS
    for folder in assets.FONT_FACES.values():
        (fonts / folder).mkdir(parents=True)
        (fonts / folder / f"SourceSans3_{folder}.ttf").write_text(folder)
    (fonts / "LICENSE_FONT").write_text("Open Font License")
    for package in (frontend, fonts):
        (package / "package.json").write_text('{"version": "1.2.3"}')
    write(frontend, css=FRUTIGER + ICON + FILLER + "\n/*# sourceMappingURL=a.css.map */\n")
    return frontend


def write(frontend, css):
    built = frontend / "dist" / "nhsuk"
    (built / "nhsuk-frontend.min.css").write_text(css)
    (built / "nhsuk-frontend.min.js").write_text("start();//# sourceMappingURL=a.js.map\n")


def test_the_style_sheet_asks_for_nothing_outside_its_folder(packages):
    assets._build("wanted")

    css = (assets.VENDOR / "nhsuk-frontend" / "nhsuk-frontend.min.css").read_text()
    assert css == ".a{background:url(assets/images/tick.svg)}" + FILLER + "\n"
    js = (assets.VENDOR / "nhsuk-frontend" / "nhsuk-frontend.min.js").read_text()
    assert js == "start();"


def test_a_style_sheet_that_still_names_another_host_is_refused(packages):
    write(packages, css=".a{background:url(https://pictures.example/a.png)}")

    with pytest.raises(OSError, match="outside its folder"):
        assets._build("wanted")

    assert not assets.VENDOR.exists()


def test_pictures_with_the_logo_are_left_behind(packages):
    assets._build("wanted")

    images = assets.VENDOR / "nhsuk-frontend" / "assets" / "images"
    assert [path.name for path in images.iterdir()] == ["nhsuk-icon-tick.svg"]


def test_the_fonts_come_with_their_licence(packages):
    assets._build("wanted")

    fonts = {path.name for path in (assets.VENDOR / "fonts").iterdir()}
    assert fonts == {f"SourceSans3-{face}.ttf" for face in assets.FONT_FACES} | {"LICENSE"}


def test_compressed_copies_hold_the_same_bytes_and_no_clock(packages):
    assets._build("wanted")

    original = assets.VENDOR / "nhsuk-frontend" / "nhsuk-frontend.min.css"
    packed = original.with_name(original.name + ".gz").read_bytes()
    assert gzip.decompress(packed) == original.read_bytes()
    assert packed[4:8] == bytes(4)  # where gzip writes the time
    assert original.with_name(original.name + ".br").exists()
    assert not list(assets.VENDOR.rglob("*.min.js.gz")), "too small to be worth it"


def test_assets_are_built_again_only_when_something_changed(packages):
    assert assets._installed() is None

    assets._build("wanted")

    assert assets._installed() == "wanted"
    versions = json.loads((assets.VENDOR / "versions.json").read_text())
    assert versions["nhsuk-frontend"] == "1.2.3"


def test_what_is_left_from_an_earlier_version_goes(packages):
    assets.VENDOR.mkdir()
    (assets.VENDOR / "old.css").write_text("old")

    assets._build("wanted")

    assert not (assets.VENDOR / "old.css").exists()
