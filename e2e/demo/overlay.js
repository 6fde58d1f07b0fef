// What an audience needs and a browser without a window lacks: a cursor, a caption, and a frame around what is meant.
(() => {
  if (window.top !== window) return;
  const style = (element, text) => {
    element.setAttribute("style", `position:fixed;z-index:2147483647;pointer-events:none;${text}`);
    element.setAttribute("aria-hidden", "true");
    return element;
  };
  const make = (text) => style(document.createElement("div"), text);
  const frame = make(
    "border:3px solid #f5a623;border-radius:8px;box-shadow:0 0 0 4000px rgb(0 0 0 / 18%);opacity:0;" +
      "transition:opacity .25s",
  );
  const caption = make(
    // At the top, where dialogs have only their title: their buttons are at the bottom.
    "left:50%;top:8px;transform:translateX(-50%);width:max-content;max-width:66vw;padding:10px 20px;border-radius:10px;" +
      "background:rgb(15 23 42 / 92%);color:#fff;font:500 18px/1.35 Inter,sans-serif;text-align:center;" +
      "opacity:0;transition:opacity .25s",
  );
  const cursor = style(
    document.createElementNS("http://www.w3.org/2000/svg", "svg"),
    "left:0;top:0;width:26px;height:26px;transition:transform .55s cubic-bezier(.3,.1,.2,1);" +
      "transform:translate(50vw,60vh);filter:drop-shadow(0 1px 2px rgb(0 0 0 / 50%))",
  );
  cursor.setAttribute("viewBox", "0 0 24 24");
  const arrow = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries({
    d: "M4 2l15 12-7 .8 4 7-3 1.5-4-7.3-5 4.5z",
    fill: "#111",
    stroke: "#fff",
    "stroke-width": "1.5",
  }))
    arrow.setAttribute(name, value);
  cursor.append(arrow);

  addEventListener("DOMContentLoaded", () => document.documentElement.append(frame, caption, cursor));
  addEventListener(
    "mousemove",
    (event) => {
      cursor.style.transform = `translate(${event.clientX - 4}px,${event.clientY - 2}px)`;
    },
    true,
  );
  addEventListener(
    "mousedown",
    (event) => {
      const ring = make(
        `left:${event.clientX - 16}px;top:${event.clientY - 16}px;width:32px;height:32px;border-radius:50%;` +
          "border:3px solid #1677ff",
      );
      document.documentElement.append(ring);
      ring
        .animate([{ opacity: 1 }, { opacity: 0, transform: "scale(1.7)" }], 450)
        .finished.then(() => ring.remove());
    },
    true,
  );

  window.demo = {
    say(text) {
      caption.textContent = text;
      caption.style.opacity = text ? "1" : "0";
    },
    show(box) {
      if (box)
        Object.assign(frame.style, {
          left: `${box.x - 6}px`,
          top: `${box.y - 6}px`,
          width: `${box.width + 12}px`,
          height: `${box.height + 12}px`,
          opacity: "1",
        });
      else frame.style.opacity = "0";
    },
  };
})();
