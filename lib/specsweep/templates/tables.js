"use strict";
// Lets a reader sort and filter the tables of class "sortable". Without it they are plain tables.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const [groups, heads] = [...table.tHead.rows].map((row) => [...row.cells]);
  const groupOf = groups.flatMap((group) => Array(group.colSpan).fill(group.textContent));
  const nothing = new Set(["", "—", "none"]);

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  function value(row, column) {
    const text = row.cells[column].textContent.trim();
    if (nothing.has(text)) return null;
    const number = parseFloat(text.replace("−", "-"));
    return heads[column].classList.contains("number") && !Number.isNaN(number) ? number : text;
  }

  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "en", { numeric: true });
  }

  function sort(column) {
    const numbers = heads[column].classList.contains("number");
    const was = heads[column].ariaSort;
    const down = was ? was === "ascending" : numbers;
    for (const head of heads) head.removeAttribute("aria-sort");
    heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((row) => [value(row, column), row]);
    keyed.sort(([a], [b]) => (a === null) - (b === null) || (a === null ? 0 : down ? compare(b, a) : compare(a, b)));
    body.append(...keyed.map(([, row]) => row));
  }

  const search = make("input", { type: "search", placeholder: "b200 fp4 …", autocomplete: "off" });
  const shown = make("output", {});
  const facets = heads.flatMap((head, column) => {
    if (!head.classList.contains("facet")) return [];
    const values = new Map();
    for (const row of rows) {
      const text = row.cells[column].textContent;
      values.set(text, (values.get(text) ?? 0) + 1);
    }
    const options = [...values].sort(([a], [b]) => compare(a, b));
    const select = make(
      "select",
      {},
      make("option", { value: "", textContent: "all" }),
      ...options.map(([text, count]) => make("option", { value: text, textContent: `${text} (${count})` })),
    );
    return values.size > 1 ? [{ column, select }] : [];
  });

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = ({ column, select }) => !select.value || row.cells[column].textContent === select.value;
      row.hidden = !(words.every((word) => text.includes(word)) && facets.every(fits));
      count += !row.hidden;
    }
    shown.textContent = `${count} of ${rows.length} pairs`;
  }

  const bar = make("form", { className: "filters" }, make("label", {}, "Search ", search));
  for (const { column, select } of facets) {
    const name = [groupOf[column], heads[column].textContent].filter(Boolean).join(": ");
    bar.append(make("label", {}, `${name} `, select));
  }
  bar.append(shown);
  bar.addEventListener("input", filter);
  bar.addEventListener("submit", (event) => event.preventDefault());
  const place = table.closest(".output") ?? table;
  place.before(bar);

  heads.forEach((head, column) => {
    const button = make("button", { type: "button" }, ...head.childNodes);
    button.addEventListener("click", () => sort(column));
    head.append(button);
  });
  filter();
}
