/* Lets readers sort, filter and search the tables of proposals.

   A table is whole without this. `data-deps` of its container has the columns and their order, the
   facets, of each row the rank in every column and the values of every facet, and all words. What
   readers choose stands in the address. */

"use strict";

(() => {
  for (const [position, index] of document.querySelectorAll("[data-deps]").entries()) {
    start(index, position ? `${position + 1}.` : "");
  }

  /* Put the controls in place; `prefix` tells the choices of several tables apart. */
  function start(index, prefix) {
    const data = JSON.parse(index.dataset.deps);
    const rows = rowsOf(index, data);
    const table = { index, prefix, data, rows, sort: data.sort, sorted: data.sort };
    Object.assign(table, makeControls(data), { heads: makeHeads(table) });
    index.prepend(table.bar);
    index.classList.add("deps-live");

    for (const [name, control] of table.controls) {
      control.addEventListener("input", () => change(table, name === "q"));
    }
    for (const { column, button } of table.heads) {
      button?.addEventListener("click", () => {
        table.sort = table.sort === column ? `-${column}` : column;
        change(table);
      });
    }
    table.reset.addEventListener("click", () => {
      table.sort = data.sort;
      for (const control of table.controls.values()) choose(control, "");
      change(table);
      table.controls.get("q").focus();
    });
    window.addEventListener("popstate", () => readAddress(table));
    readAddress(table);
  }

  function rowsOf(index, data) {
    return [...index.querySelectorAll("tbody > tr")].map((element, place) => {
      const [ranks, values] = data.rows[place];
      return { element, body: element.parentElement, ranks, values };
    });
  }

  function makeControls({ facets, words }) {
    const controls = new Map([["q", makeSearch(words)]]);
    for (const [name, label, values] of facets) {
      controls.set(name, makeSelect(label, values, words));
    }
    const count = make("span", { class: "deps-shown", role: "status", "aria-live": "polite" });
    const reset = make("button", { type: "button" }, words.reset);
    const bar = make("div", { class: "deps-controls", role: "group" });
    bar.setAttribute("aria-label", words.controls);
    bar.append(...controls.values(), count, reset);
    return { controls, count, reset, bar };
  }

  function makeSearch({ search }) {
    const named = { placeholder: search, "aria-label": search };
    return make("input", { type: "search", autocomplete: "off", ...named });
  }

  function makeSelect(label, values, words) {
    const select = make("select", { autocomplete: "off", "aria-label": label });
    const all = new Option(fill(words.all, { label }), "");
    select.append(all, ...values.map((value) => new Option(value, value)));
    return select;
  }

  /* Make buttons of the heads of those columns whose rows differ. */
  function makeHeads({ index, data, rows }) {
    return [...index.querySelectorAll("thead th")].map((head) => {
      const column = data.columns[head.cellIndex];
      const places = new Set(rows.map(({ ranks }) => ranks[head.cellIndex]));
      if (places.size < 2) return { head, column };
      const holder = head.querySelector("p") ?? head;
      const button = make("button", { type: "button" });
      button.append(...holder.childNodes);
      holder.append(button);
      return { head, column, button };
    });
  }

  function make(tag, attributes, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  /* Set a control to a value; a select that has no such value chooses nothing. */
  function choose(control, value) {
    control.value = value;
    if (control.selectedIndex < 0) control.selectedIndex = 0;
  }

  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, (_found, name) => values[name]);
  }

  function readAddress(table) {
    const asked = new URLSearchParams(location.search);
    for (const [name, control] of table.controls) {
      choose(control, asked.get(table.prefix + name) ?? "");
    }
    const sort = asked.get(`${table.prefix}sort`) ?? "";
    table.sort = table.data.columns.includes(sort.replace(/^-/, "")) ? sort : table.data.sort;
    show(table);
  }

  /* Add a step for the back button; all letters of one search are one step. */
  function writeAddress({ prefix, controls, sort, data }, typing) {
    const address = new URL(location.href);
    const order = { value: sort === data.sort ? "" : sort };
    for (const [name, { value }] of [...controls, ["sort", order]]) {
      if (value) address.searchParams.set(prefix + name, value);
      else address.searchParams.delete(prefix + name);
    }
    const step = typing ? `deps-${prefix}q` : "deps";
    if (typing && history.state === step) history.replaceState(step, "", address);
    else history.pushState(step, "", address);
  }

  function change(table, typing = false) {
    show(table);
    writeAddress(table, typing);
  }

  function show(table) {
    if (table.sorted !== table.sort) sortRows(table);
    const { controls, data, rows } = table;
    const wanted = plain(controls.get("q").value).split(/\s+/).filter(Boolean);
    const tests = data.facets
      .map(([name], place) => [place, controls.get(name).selectedIndex - 1])
      .filter(([, value]) => value >= 0);
    for (const row of rows) {
      const hidden = !passes(row, tests, wanted);
      if (row.element.hidden !== hidden) row.element.hidden = hidden;
    }
    const shown = rows.filter(({ element }) => !element.hidden).length;
    table.count.textContent = fill(data.words.count, { shown, total: rows.length });
    table.reset.disabled = !wanted.length && !tests.length && table.sort === data.sort;
    showHeads(table);
    showGroups(table);
  }

  function passes(row, tests, wanted) {
    if (!tests.every(([place, value]) => row.values[place].includes(value))) return false;
    if (wanted.length) row.text ??= textOf(row.element);
    return wanted.every((word) => row.text.includes(word));
  }

  function textOf(element) {
    const unseen = [...element.querySelectorAll("abbr[title]")].map(({ title }) => title);
    return plain([element.textContent, ...unseen].join(" "));
  }

  /* Neither capitals nor accents matter to a search. */
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /* What has nothing in a column comes last in either direction. */
  function sortRows(table) {
    const { data, rows, sort } = table;
    const place = data.columns.indexOf(sort.replace(/^-/, ""));
    const sign = sort.startsWith("-") ? -1 : 1;
    const rank = ({ ranks }) => (ranks[place] === null ? Infinity : ranks[place] * sign);
    // Infinity less itself is no number.
    const sorted = [...rows].sort((one, other) => rank(one) - rank(other) || 0);
    for (const { body, element } of sort === data.sort ? rows : sorted) body.append(element);
    table.sorted = sort;
  }

  function showHeads({ heads, sort }) {
    const order = sort.startsWith("-") ? "descending" : "ascending";
    for (const { head, column } of heads) {
      if (sort.replace(/^-/, "") === column) head.setAttribute("aria-sort", order);
      else head.removeAttribute("aria-sort");
    }
  }

  /* A group is a table under the words that say how many it has. */
  function showGroups({ index }) {
    for (const number of index.querySelectorAll(":scope > .rubric .deps-count")) {
      const rubric = number.closest(".rubric");
      const group = rubric.nextElementSibling;
      const shown = group.querySelectorAll("tbody > tr:not([hidden])").length;
      number.textContent = shown;
      rubric.hidden = group.hidden = !shown;
    }
  }
})();
