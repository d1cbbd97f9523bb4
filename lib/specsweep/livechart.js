// Draws a Vega-Lite spec and keeps drawing into the same view: new data and signal values
// change the picture without building it again, so nothing flickers and a zoom is kept.
// The Vega library comes from the kernel, once per page, and never lies in the notebook.
// All charts of a page share it: two copies would give their clip paths the same ids, and one
// chart would be cut to the other's size.
const page = (globalThis.specsweep ??= {});
page.library ??= new Promise((resolve) => (page.arrived = resolve));

function load(model) {
  if (!page.loading) {
    model.on("msg:custom", (message, buffers) => {
      if (message !== "library" || page.loading) return;
      page.loading = true;
      page.arrived(import(URL.createObjectURL(new Blob([buffers[0]], { type: "text/javascript" }))));
    });
    model.send("library"); // each asks until one is answered, as the first may belong to a kernel that is gone
  }
  return page.library;
}

async function render({ model, el }) {
  const { vegaEmbed } = await load(model);
  let embedded;

  const report = (name, value) => {
    model.set("seen", { ...model.get("seen"), [name]: JSON.parse(JSON.stringify(value ?? null)) });
    model.save_changes();
  };
  const fill = (trait) => () => {
    for (const [name, rows] of Object.entries(model.get(trait))) embedded.view.data(name, structuredClone(rows));
    embedded.view.resize(); // longer axis labels need room
  };
  const set = () => {
    for (const [name, value] of Object.entries(model.get("signals"))) embedded.view.signal(name, value);
  };
  const draw = async () => {
    embedded?.finalize();
    const spec = structuredClone({ ...model.get("spec"), datasets: { ...model.get("data"), ...model.get("marks") } });
    embedded = await vegaEmbed(el, spec, { actions: false, renderer: "svg" });
    set();
    for (const name of model.get("watch")) embedded.view.addSignalListener(name, report);
  };

  // One after the other: a change that arrives while a view is being built waits for it.
  let last = Promise.resolve();
  const then = (step) => {
    last = last.then(step).then(() => embedded.view.runAsync()).catch((error) => {
      el.textContent = `The chart cannot be drawn: ${error.message}`;
    });
    return last;
  };
  model.on("change:spec", () => then(draw));
  model.on("change:data", () => then(fill("data")));
  model.on("change:marks", () => then(fill("marks")));
  model.on("change:signals", () => then(set));
  await then(draw);
  return () => embedded?.finalize();
}

export default { render };
