import "./page";

// In place of the frame that index.html shows first.
document.body.replaceChildren(document.createElement("pb-page"));
