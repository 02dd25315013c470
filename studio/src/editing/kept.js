// What was typed and the server does not have yet, kept in this browser for one person and one file.
const PREFIX = "tk-chua-luu:";

export function keptText({ person, save }) {
  const key = `${PREFIX}${person}:${save}`;
  return {
    // {text, revision: on which it builds, at: milliseconds, saved: whether it has become that revision} or null
    get() {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    // Whether it could be kept: a full or forbidden store cannot.
    put(text, revision, saved = false) {
      try {
        localStorage.setItem(key, JSON.stringify({ text, revision, saved, at: Date.now() }));
        return true;
      } catch {
        return false;
      }
    },
    drop() {
      try {
        localStorage.removeItem(key);
      } catch {
        // a forbidden store holds nothing
      }
    },
  };
}
