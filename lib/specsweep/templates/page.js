"use strict";
// Draws the charts of a report. Nothing is loaded: the specs and their data stand in the page.
{
  const tip = document.getElementById("tip");
  const drawn = (number) => JSON.parse(document.getElementById(`drawn-${number}`).textContent);

  const loader = {
    load: () => Promise.reject(new Error("a report loads nothing")),
    sanitize: (uri) =>
      // Web addresses, and files beside this one: what has no scheme is relative.
      uri.startsWith("https://") || /^[\w-]+\/[\w.-]+\.html$/.test(uri)
        ? Promise.resolve({ href: uri })
        : Promise.reject(new Error("not a web address")),
  };

  function tooltip(_, event, __, value) {
    tip.hidden = value === null || value === undefined;
    if (tip.hidden) return;
    const facts = (typeof value === "object" ? Object.entries(value) : [["", value]]).filter(([, text]) => text !== "null");
    tip.replaceChildren(
      ...facts.map(([name, text]) => {
        const row = document.createElement("div");
        const label = document.createElement("b");
        label.textContent = name;
        row.append(label, ` ${text}`);
        return row;
      }),
    );
    const place = (at, size, room) => `${Math.max(8, Math.min(at + 14, room - size - 8))}px`;
    tip.style.left = place(event.clientX, tip.offsetWidth, innerWidth);
    tip.style.top = place(event.clientY, tip.offsetHeight, innerHeight);
  }

  // Draws a spec into a figure, as wide as its place and at most a little wider than it was made.
  function draw(spec, figure, data = {}) {
    const place = figure.querySelector(".drawing");
    const panels = spec.signals?.find((signal) => signal.name === "child_width"); // one under the other
    const single = typeof spec.width === "number" && !spec.layout;
    const fitted = single ? { ...spec, autosize: { type: "fit-x", contains: "padding" } } : spec;
    const view = new vega.View(vega.parse({ ...fitted, background: null }, null, { ast: true }), {
      expr: vega.expressionInterpreter,
      renderer: "svg",
      container: place,
      bind: figure.querySelector(".controls"),
      hover: true,
      loader,
      tooltip,
    });
    // To someone who cannot see it this is one picture with a text, not hundreds of nameless marks.
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", spec.description ?? "Chart");
    for (const [name, rows] of Object.entries(data)) view.data(name, rows);

    const room = (made) => Math.min(place.clientWidth, made + 80);
    let around; // what stands beside a panel: axis, legend, padding
    function fit() {
      if (single) view.width(room(spec.width));
      if (panels && around) view.signal("child_width", Math.max(160, room(panels.value + around) - around)).resize();
      return view;
    }
    fit().run();
    if (panels)
      view.runAsync().then(() => {
        around = Number(place.querySelector("svg").getAttribute("width")) - panels.value;
        fit().runAsync();
      });
    let last = place.clientWidth;
    const watch = new ResizeObserver(() => {
      if (place.clientWidth !== last) fit().runAsync();
      last = place.clientWidth;
    });
    watch.observe(place);
    place.undraw = () => (watch.disconnect(), view.finalize());
    place.querySelector("svg").setAttribute("aria-hidden", "true");
    figure.querySelector("img")?.setAttribute("hidden", "");
    figure.dataset.drawn = "";
    return view;
  }
  for (const figure of document.querySelectorAll("figure[data-chart]")) draw(drawn(figure.dataset.chart), figure);

  // Panels have scales of their own.
  function scaleByLog(node) {
    for (const scale of node.scales ?? []) if (/(^|_)y$/.test(scale.name)) Object.assign(scale, { type: "log", zero: false });
    for (const mark of node.marks ?? []) scaleByLog(mark);
  }

  // A live view looks up what the library wrote down for every position of the slider.
  function live(section) {
    const { positions, metrics, spec, series, pool, told } = drawn(section.dataset.live);
    const { target, metric, tier, side: sides, log } = section.querySelector("form").elements;
    const figure = section.querySelector("figure");
    const titles = Object.fromEntries(metrics);
    let view, fixed;

    const rows = (columns) => {
      const [names, places] = [Object.keys(columns), Object.values(columns)];
      return (pool[places[0]] ?? []).map((_, i) => Object.fromEntries(names.map((name, k) => [name, pool[places[k]][i]])));
    };
    const shown = (datasets, kept = () => true) => {
      const hidden = [...sides].filter((side) => !side.checked).map((side) => side.value);
      const wanted = (row) => kept(row) && !hidden.includes(row.side);
      return Object.fromEntries(Object.entries(datasets).map(([name, columns]) => [name, rows(columns).filter(wanted)]));
    };
    const here = (row) => row.interactivity === Number(target.value);
    const chosen = () => series[tier.value][metric.value];
    // What follows the target may share a dataset with what stays.
    function marks(fixed) {
      const moving = Object.entries(shown(chosen().marks, here));
      return Object.fromEntries(moving.map(([name, some]) => [name, [...(fixed[name] ?? []), ...some]]));
    }

    function tell() {
      const at = positions.indexOf(Number(target.value));
      section.querySelectorAll(".told").forEach((place, part) => {
        const { wordings, numbers } = told[tier.value][part];
        const [wording, ...figures] = numbers[at].split(" ");
        place.innerHTML = wordings[wording].map((words, i) => words + (figures[i] ?? "")).join("");
      });
      section.querySelector("output").textContent = target.value;
      target.setAttribute("aria-valuetext", `${target.value} tok/s/user`);
      const statement = section.querySelector(".told").textContent.trim();
      section.querySelector(".drawing").setAttribute("aria-label", `${titles[metric.value]} against interactivity. ${statement}`);
      clearTimeout(section.saying);
      section.saying = setTimeout(() => (section.querySelector("[role=status]").textContent = statement), 400);
    }

    function redraw() {
      fixed = shown(chosen().data);
      const values = Object.values(fixed).flat().map((row) => row.value ?? 1);
      log.disabled = !values.every((value) => value > 0); // zero has no place on a log scale
      const titled = JSON.parse(JSON.stringify(spec).replaceAll("\ue000", JSON.stringify(titles[metric.value]).slice(1, -1)));
      if (log.checked && !log.disabled) scaleByLog(titled);
      const singled = view?.getState({ signals: (name) => /^legend/.test(name), data: (name) => name === "legend_store" });
      if (view) section.querySelector(".drawing").undraw();
      view = draw(titled, figure, { ...fixed, ...marks(fixed) });
      if (singled) view.setState(singled);
    }

    section.addEventListener("input", (event) => {
      section.dataset.moved = ""; // in print, what was left alone is not worth a page
      const near = positions.reduce((best, at) => (Math.abs(at - target.value) < Math.abs(best - target.value) ? at : best));
      target.value = near; // a gap that neither side was measured in is stepped over
      if (event.target === target) {
        for (const [name, kept] of Object.entries(marks(fixed))) view.data(name, kept);
        view.runAsync();
      } else redraw();
      tell();
    });
    section.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    section.hidden = false;
    redraw();
    tell();
  }
  for (const section of document.querySelectorAll("section[data-live]")) live(section);

  // What is wider than its place scrolls there, and what scrolls must be reachable by keyboard.
  function reach() {
    for (const box of document.querySelectorAll(".output, .drawing, pre"))
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
  }
  addEventListener("resize", reach);
  addEventListener("toggle", reach, true);
  reach();

  // Paper cannot unfold what is folded away, but for the code.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll(".output details:not([open])")) {
      folded.open = true;
      addEventListener("afterprint", () => (folded.open = false), { once: true });
    }
  });

  const contents = document.querySelector(".contents details");
  if (contents && !matchMedia("(min-width: 70rem)").matches) contents.open = false;
}
