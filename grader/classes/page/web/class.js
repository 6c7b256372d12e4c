// Tables that sort, and a learner's results on demand. Every text of a learner goes into the page as text, not as HTML.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { texts, states, words, learners } = data;
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function create(tag, text = "", kind = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  }

  // Sorting ---------------------------------------------------------------------------------------------------------

  function valueOf(row, column) {
    const cell = row.cells[column];
    return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent.trim();
  }

  function compared(left, right) {
    return typeof left === "number" && typeof right === "number" ? left - right : order.compare(left, right);
  }

  function sort(table, heading) {
    const column = heading.cellIndex;
    const numbers = heading.classList.contains("number") || heading.classList.contains("success");
    const before = heading.getAttribute("aria-sort");
    // Numbers begin with the largest, names with the first.
    const way = before ? (before === "ascending" ? "descending" : "ascending") : numbers ? "descending" : "ascending";
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", way);
    const sign = way === "ascending" ? 1 : -1;
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => [valueOf(row, column), row]);
    rows.sort((one, other) => sign * compared(one[0], other[0]));
    body.append(...rows.map(([, row]) => row));
    const said = words.sorted.replace("{caption}", table.caption.textContent);
    const name = heading.querySelector(".said") ?? heading; // the full name, where the heading shows a short one
    document.getElementById("said").textContent = said.replace("{column}", () => name.textContent.trim());
  }

  for (const table of document.querySelectorAll("table[data-sort]")) {
    for (const heading of table.tHead.rows[0].cells) {
      if ("plain" in heading.dataset) continue;
      const button = create("button", "", "sort");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading));
      heading.append(button);
    }
  }

  // A learner's results ---------------------------------------------------------------------------------------------

  const dialog = document.getElementById("learner");
  const body = document.getElementById("learner-body");
  const title = document.getElementById("learner-name");

  function factsOf(facts) {
    const list = create("dl", "", "facts");
    for (const [label, value] of facts) list.append(create("dt", texts[label]), create("dd", value));
    return list;
  }

  function checkOf([promise, mark, points, max, expected, observed, mistake, line]) {
    const item = create("li", "", points === max ? "" : "open");
    const head = create("p");
    head.append(create("span", mark, "mark"), `${texts[promise]} `, create("span", `${points}/${max}`, "points"));
    item.append(head);
    const why = texts[expected] ? words.seen : ""; // without an expectation it says why there are no points
    const said = [[words.expected, texts[expected]], [why, texts[observed]]].filter(([, text]) => text);
    for (const [label, text] of said) {
      const detail = create("p", "", label ? "detail" : "detail why");
      if (label) detail.append(create("span", label, "label"), " ");
      detail.append(text);
      item.append(detail);
    }
    const where = line ? words.line.replace("{line}", line) : "";
    const known = [texts[mistake], where].filter(Boolean).join(" · ");
    if (known) item.append(create("p", `▸ ${known}`, "detail known"));
    return item;
  }

  function exerciseOf([id, state, points, max, reason, checks]) {
    const section = create("section");
    const head = create("h3", `${texts[id]} `);
    head.append(create("span", `${points}/${max} · ${states[state]}`, "quiet"));
    section.append(head);
    if (reason) section.append(create("p", texts[reason], "detail"));
    if (checks.length) {
      const list = create("ul", "", "results");
      list.append(...checks.map(checkOf));
      section.append(list);
    }
    return section;
  }

  function show(place) {
    const [name, facts, exercises] = learners[place];
    title.textContent = name;
    title.dir = "auto";
    body.replaceChildren(factsOf(facts), ...exercises.map(exerciseOf));
    dialog.showModal();
    dialog.scrollTop = 0;
    title.focus();
  }

  for (const cell of document.querySelectorAll("[data-learner]")) {
    const button = create("button", "", "name");
    button.type = "button";
    button.title = words.open.replace("{name}", () => cell.textContent);
    button.append(...cell.childNodes);
    cell.append(button);
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-learner] > button");
    if (button) show(Number(button.parentElement.dataset.learner));
    else if (event.target === dialog) dialog.close(); // beside it
  });
  document.getElementById("close").addEventListener("click", () => dialog.close());

  // On paper everything is open -------------------------------------------------------------------------------------

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = Array.from(document.querySelectorAll("details:not([open])"));
    for (const each of closed) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of closed) each.open = false;
  });
})();
