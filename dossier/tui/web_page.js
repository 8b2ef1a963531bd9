// Keys go to the terminal as soon as it is there, without a click.
"use strict";
const waiting = setInterval(() => {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys !== null) {
    keys.focus();
    clearInterval(waiting);
  }
}, 100);
