export default function ({ data, parentElement, setTriggerValue }) {
  const entry = (one) => html("li", {}, shape(one.mark),
    html("div", {},
      one.id
        ? html("button", { type: "button", class: "link", text: one.text, click: () => setTriggerValue("act", { go: one.id }) })
        : html("span", { text: one.text }),
      one.note && html("p", { class: `note ${one.tone || ""}`, text: one.note })))

  show(parentElement.querySelector(".root"), ...data.sections.map((section, index) =>
    html("section", { "aria-labelledby": `section-${index}` },
      html("h2", { id: `section-${index}`, text: section.title }),
      section.entries.length
        ? html("ul", {}, ...section.entries.map(entry))
        : html("p", { class: "muted", text: section.empty }))))
}
