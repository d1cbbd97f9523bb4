"use strict";
// Draws the charts of a report. Nothing is loaded: the specs and their data stand in the page.
{
  const tip = document.getElementById("tip");
  const specs = JSON.parse(document.getElementById("charts").textContent);

  const loader = {
    load: () => Promise.reject(new Error("a report loads nothing")),
    sanitize: (uri) =>
      uri.startsWith("https://") ? Promise.resolve({ href: uri }) : Promise.reject(new Error("not a web address")),
  };

  function tooltip(_, event, __, value) {
    tip.hidden = value === null || value === undefined;
    if (tip.hidden) return;
    const facts = typeof value === "object" ? Object.entries(value) : [["", value]];
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

  // A single plot is as wide as its place, up to the width it was made for.
  function draw(spec, figure) {
    const single = typeof spec.width === "number" && !spec.layout;
    const fitted = single ? { ...spec, autosize: { type: "fit-x", contains: "padding" } } : spec;
    const view = new vega.View(vega.parse({ ...fitted, background: null }, null, { ast: true }), {
      expr: vega.expressionInterpreter,
      renderer: "svg",
      container: figure.querySelector(".drawing"),
      hover: true,
      loader,
      tooltip,
    });
    if (single) {
      const fit = () => view.width(Math.min(figure.clientWidth, spec.width + 80));
      fit();
      let last = figure.clientWidth;
      new ResizeObserver(() => {
        if (figure.clientWidth === last) return;
        last = figure.clientWidth;
        fit().runAsync();
      }).observe(figure);
    }
    return view.runAsync().then(() => {
      figure.querySelector("img")?.setAttribute("hidden", "");
      figure.dataset.drawn = "";
      return view;
    });
  }
  for (const figure of document.querySelectorAll("figure[data-chart]")) draw(specs[figure.dataset.chart], figure);

  // What is wider than its place scrolls there, and what scrolls must be reachable by keyboard.
  function reach() {
    for (const box of document.querySelectorAll(".output, pre"))
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
  }
  addEventListener("resize", reach);
  addEventListener("toggle", reach, true);
  reach();

  const contents = document.querySelector(".contents details");
  if (contents && !matchMedia("(min-width: 70rem)").matches) contents.open = false;
}
