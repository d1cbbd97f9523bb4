"""The harness itself: a notebook runs in JupyterLab with the tests' own kernel, offline."""

import sys

import nbformat


def test_the_kernel_is_that_of_the_tests_and_a_slider_answers_the_keyboard(lab_server, lab_context, tmp_path):
    """The widget shows this very Python, and three arrow keys move the slider by three."""
    notebook = nbformat.v4.new_notebook()
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    view = nbformat.v4.new_code_cell(
        "import sys, ipywidgets as w\n"
        "slider = w.IntSlider(50, 0, 100, description='target')\n"
        "text = w.HTML(sys.executable)\n"
        "slider.observe(lambda change: setattr(text, 'value', f'moved to {change.new}'), 'value')\n"
        "w.VBox([slider, text])"
    )
    view.metadata.tags = ["view"]
    notebook.cells = [view]
    nbformat.write(notebook, tmp_path / "slider.ipynb")

    lab = lab_server.open(lab_context, tmp_path / "slider.ipynb")
    lab.run_all()
    assert sys.executable in lab.output("view").inner_text()
    lab.press("target", "ArrowRight", times=3)
    assert "moved to 53" in lab.output("view").inner_text()
