import "./page";

const root = document.body.appendChild(document.createElement("pb-page"));
root.setAttribute("role", "presentation");
