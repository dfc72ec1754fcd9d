// The foot of every page. Its links leave the dashboard, so the browser follows them as it follows any other.
export default function ({ data, parentElement }) {
  const link = (one) => html("a", { href: one.address, target: "_self", text: one.label })
  show(parentElement.querySelector(".root"), html("footer", {}, ...data.links.map(link)))
}
