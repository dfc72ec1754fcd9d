export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  // The page stays the same, and the way back does not lead to the address that was wrong.
  if (data.address) history.replaceState(history.state, "", location.pathname + new URL(data.address, location).search)
  const figure = (one) => html("div", {},
    html("dt", { text: one.label }),
    html("dd", { class: `value ${one.tone || ""}` }, one.value, one.unit && html("span", { class: "unit", text: one.unit })),
    ...one.notes.map((note) => html("dd", { class: `note ${note.tone || ""}` },
      note.mark ? html("span", { class: "status" }, shape(note.mark), note.text) : note.text)))

  const step = (unit, index) => html("li", {}, index === data.path.length - 1
    ? html("span", { "aria-current": "true", text: unit.label })
    : html("button", { type: "button", class: "link", text: unit.label, click: () => setTriggerValue("act", { at: unit.value }) }))

  show(root,
    data.path.length > 0 && html("nav", { "aria-label": data.path_label }, html("ol", { class: "path" }, ...data.path.map(step))),
    html("div", { class: "top" },
      html("h1", { text: data.title, tabindex: "-1" }),
      html("p", { class: "context" }, ...data.context.map((text) => html("span", { text })))),
    data.sentence && html("p", { class: "sentence" }, shape(data.mark),
      html("span", { class: `lead ${data.tone || ""}`, text: data.lead }), data.sentence ? ` ${data.sentence}` : ""),
    data.more && html("p", { class: "more", text: data.more }),
    data.onward.length && html("p", { class: "onward" }, ...data.onward.map((page) =>
      html("button", { type: "button", class: "link", text: page.label, click: () => setTriggerValue("act", { page: page.value }) }))),
    data.figures.length && html("dl", { class: "figures" }, ...data.figures.map(figure)),
    data.notices.length && html("ul", { class: "notices" }, ...data.notices.map((notice) =>
      html("li", {}, shape(notice.tone === "over" ? "bad" : "watch"), html("span", { text: notice.text })))),
  )
}
