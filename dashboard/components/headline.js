export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  // The page stays the same, and the way back does not lead to the address that was wrong.
  if (data.address) history.replaceState(history.state, "", location.pathname + new URL(data.address, location).search)
  const figure = (one) => html("div", {},
    html("dt", {}, explained(one.label, one.help, data.words)),
    html("dd", { class: `value ${one.tone || ""}` }, html("span", { class: "whole", text: one.value }), one.unit && " ",
      one.unit && html("span", { class: "unit", text: one.unit }),
      one.trend.length > 1 && spark(one.trend)),
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

// The line of a figure's trend: no axis and no number, which stand beside it in words.
function spark(values) {
  const low = Math.min(...values), reach = Math.max(...values) - low || 1
  const place = (value, index) => [2 + (index * 60) / (values.length - 1), 17 - ((value - low) / reach) * 14]
  const points = values.map(place)
  const [x, y] = points.at(-1)
  return svg("svg", { class: "spark", viewBox: "0 0 64 20", "aria-hidden": "true" },
    svg("polyline", { points: points.map((point) => point.join(",")).join(" ") }), svg("circle", { cx: x, cy: y, r: 2.2 }))
}
