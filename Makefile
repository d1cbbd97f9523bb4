# make report   execute notebooks/compare.ipynb on the shipped sweep; ARGS="-p name value …" for any other
# make catalog  every comparison in a sweep: ARGS="SOURCE --out DIR --kinds spec" (or --help)
# make sweep    convert any source to one table: SOURCE=runs/ OUT=sweep.csv FACTS="hardware=h100 n_gpu=8"
# make test     run the tests
# make lab      open JupyterLab on the notebooks
#
# Each makes what it needs: .venv holds the package and what it runs on, .venv-lab the
# JupyterLab server (kept apart: beside JupyterLab every process that imports jsonschema,
# so altair or papermill, starts 2.6 s later).

PYTHON ?= python3
ARGS ?=
SOURCE ?=
OUT ?=
FACTS ?=
RUN := .venv/bin/python
PIP := -m pip --disable-pip-version-check install --quiet

.PHONY: report catalog sweep test lab clean

report: .venv/.ready
	@$(RUN) lib/specsweep/report $(ARGS)

catalog: .venv/.ready
	@$(RUN) -m specsweep.catalog $(ARGS)

sweep: .venv/.ready
	@$(RUN) -m specsweep.reading.convert "$(SOURCE)" --out "$(OUT)" --fact "$(FACTS)" $(ARGS)

test: .venv/.ready-tests .venv-lab/.ready
	@$(RUN) -m pytest $(ARGS)

lab: .venv/.ready .venv-lab/.ready
	@JUPYTER_PATH=$(CURDIR)/.venv/share/jupyter .venv-lab/bin/jupyter lab --notebook-dir=$(CURDIR)/notebooks \
	    --LabApp.news_url= --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(ARGS)

clean:
	rm -rf .venv .venv-lab reports

.venv/.ready: lib/requirements.txt pyproject.toml
	@echo "Making the environment .venv from lib/requirements.txt (about half a minute) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	@test -x $(RUN) || $(PYTHON) -m venv .venv
	@$(RUN) $(PIP) -r lib/requirements.txt
	@$(RUN) $(PIP) --no-deps --no-build-isolation --editable .
	@$(RUN) -m ipykernel install --sys-prefix >/dev/null
	@touch $@

.venv/.ready-tests: .venv/.ready tests/requirements.txt
	@echo "Adding what the tests need from tests/requirements.txt …"
	@$(RUN) $(PIP) -r tests/requirements.txt
	@touch $@

.venv-lab/.ready: notebooks/requirements.txt
	@echo "Making the environment .venv-lab for JupyterLab from notebooks/requirements.txt …"
	@test -x .venv-lab/bin/python || $(PYTHON) -m venv .venv-lab
	@.venv-lab/bin/python $(PIP) -r notebooks/requirements.txt
	@touch $@
