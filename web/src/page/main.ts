import "./page";

document.body.append(document.createElement("pb-page"));
