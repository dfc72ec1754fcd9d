export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root")
  // All that is chosen since the drawing goes along: of two acts on their way the server may see the last alone.
  const chosen = new Map()
  const choose = (name, value) => {
    chosen.set(name, value)
    setTriggerValue("act", { choose: String(new URLSearchParams([...chosen])) })
  }

  const list = (field) => {
    const select = html("select", { id: `field-${field.name}` }, ...field.options.map((option) =>
      html("option", { value: option.value, text: option.label, selected: option.value === field.value })))
    select.onchange = () => choose(field.name, select.value)
    return html("div", { class: field.name === "period" ? "field half" : "field" },
      html("label", { for: `field-${field.name}`, text: field.label }), select)
  }
  const segments = (field) => html("div", { class: "field", role: "radiogroup", "aria-label": field.label },
    html("span", { "aria-hidden": "true", text: field.label }),
    html("div", { class: "segments" }, ...field.options.map((option) => {
      const input = html("input", { type: "radio", name: field.name, value: option.value, checked: option.value === field.value })
      input.onchange = () => choose(field.name, option.value)
      return html("label", {}, input, html("span", { text: option.label }))
    })))
  root.setAttribute("role", "group")
  root.setAttribute("aria-label", data.label)
  show(root,
    ...data.fields.map((field) => (field.kind === "segments" ? segments(field) : list(field))))
}
