"""How everything is run: one session a job, each of which sets up all it needs."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["lint", "types", "tests", "validate"]

ROOT = Path(__file__).resolve().parent
BUILD = ROOT / "build"
DIST = ROOT / "dist"
SAMPLES = ROOT / "samples"
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")

# Run in the wheel's environment: it must be the wheel that answers, with its data inside.
FROM_WHEEL = """
import pathlib, sys, hebiao
package = pathlib.Path(hebiao.__file__).resolve().parent
if not package.is_relative_to(pathlib.Path(sys.prefix).resolve()):
    sys.exit(f"not the wheel: {package}")
for name in ("schemas", "checks", "py.typed", "reports/html/templates/page.css"):
    if not (package / name).exists():
        sys.exit(f"the wheel lacks {name}")
"""


def install(session: nox.Session, *groups: str) -> None:
    """Install the checkout, editable, and the dependency groups named."""
    wanted = nox.project.dependency_groups(PYPROJECT, *groups) if groups else ()
    session.install("-e", ".", *wanted)


@nox.session
def validate(session: nox.Session) -> None:
    """Validate the paths given, else the samples; the findings go to build/findings.json."""
    install(session)
    BUILD.mkdir(exist_ok=True)
    if not session.posargs:
        session.run("python", "samples/check.py")
        return
    findings = str(BUILD / "findings.json")
    formats = ("--format", "text", "--format", "json", "--output", findings)
    with session.chdir(session.invoked_from):
        # nox names the exit status of what fails: 1 findings, 2 usage or regime, 3 unreadable.
        session.run("hebiao", "validate", *session.posargs, *formats)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests on every core, or pytest with the arguments given (`--cov` for coverage)."""
    install(session, "tests")
    session.run("python", "-m", "pytest", *(session.posargs or ("-n", "auto")))


@nox.session
def formats(session: nox.Session) -> None:
    """Hand the findings to the consumer that is too heavy for the tests session."""
    install(session, "tests", "formats")
    # Great Expectations would report its use to its makers.
    quiet = {"GX_ANALYTICS_ENABLED": "false"}
    session.run("python", "-m", "pytest", "tests/reports/test_gx.py", *session.posargs, env=quiet)


@nox.session
def hooks(session: nox.Session) -> None:
    """Try the commit hooks with the real pre-commit, on a good commit and on bad ones."""
    install(session, "hooks")
    session.run("python", "-m", "pytest", "tests/test_hooks.py", "-m", "hooks", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Try the page in the chromium on PATH."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        session.skip("no chromium on PATH: as root, apt-get install chromium")
    install(session, "browser")
    session.run("python", "-m", "pytest", "-m", "browser", "tests/browser", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into build/site; a broken link or a far script fails it."""
    install(session, "docs")
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    session.run("python", "-m", "mkdocs", "build", *session.posargs, env=quiet)


@nox.session
def lint(session: nox.Session) -> None:
    """Hold the code to ruff's rules and format."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types with mypy, strict."""
    install(session, "types")
    session.run("mypy")


@nox.session
def samples(session: nox.Session) -> None:
    """Make the samples anew from their one source of figures."""
    install(session, "samples")
    session.run("python", "samples/make.py")
    session.run("python", "samples/repository.py")


@nox.session
def font(session: nox.Session) -> None:
    """Make the font of the sample PDFs anew, where they take in new characters."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "font"))
    session.run("python", "samples/font.py")


@nox.session
def bench(session: nox.Session) -> None:
    """Time hebiao, and its peers on the same checks and PDFs in the same run."""
    install(session, "bench")
    arguments = [
        one if one.startswith("-") else str(Path(session.invoked_from, one))
        for one in session.posargs
    ]
    # Great Expectations would report its use to its makers.
    session.run("python", "-m", "bench.run", *arguments, env={"GX_ANALYTICS_ENABLED": "false"})


@nox.session
def mutate(session: nox.Session) -> None:
    """Plant faults in clean documents, and print which are found and rightly named."""
    install(session)
    with session.chdir(session.invoked_from):
        session.run("python", "-m", "bench.mutate", *session.posargs, env={"PYTHONPATH": str(ROOT)})


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel by way of the sdist, and run it alone, far from the checkout."""
    session.install("build", "virtualenv")
    shutil.rmtree(DIST, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(DIST))
    (built,) = DIST.glob("*.whl")
    with TemporaryDirectory() as name:
        away = Path(name).resolve()
        session.run("python", "-m", "virtualenv", "--quiet", str(away / "venv"))
        python = str(away / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python")
        # A copy, so that nothing near the samples can stand in for what the wheel must carry.
        check = Path(shutil.copytree(SAMPLES, away / "samples")) / "check.py"
        with session.chdir(away):
            session.run(python, "-m", "pip", "install", "--quiet", str(built), external=True)
            for arguments in (
                ("-c", FROM_WHEEL),
                ("-m", "hebiao", "--help"),
                ("-m", "hebiao", "rules"),
                (str(check), "clean"),
            ):
                session.run(python, *arguments, external=True)
