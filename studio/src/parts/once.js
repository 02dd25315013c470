// Which elements a part has already taken care of, so that a piece swapped in is not enhanced twice.
export function once(selector) {
  const known = new WeakSet();
  return (root) =>
    [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)].filter((element) => {
      if (known.has(element)) return false;
      known.add(element);
      return true;
    });
}
