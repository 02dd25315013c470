// govuk-frontend's own scripts for the parts that pages use, with their words in Vietnamese.
import { Button, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink, createAll } from "govuk-frontend";

const PASSWORD_WORDS = {
  showPassword: "Hiện",
  hidePassword: "Ẩn",
  showPasswordAriaLabel: "Hiện mật khẩu",
  hidePasswordAriaLabel: "Ẩn mật khẩu",
  passwordShownAnnouncement: "Mật khẩu đang hiện",
  passwordHiddenAnnouncement: "Mật khẩu đã ẩn",
};
const PARTS = [
  [Button, { preventDoubleClick: true }],
  [Checkboxes],
  [ErrorSummary],
  [PasswordInput, { i18n: PASSWORD_WORDS }],
  [Radios],
  [SkipLink],
];

export function govukParts(root) {
  // The scope is searched below itself only, and a swapped piece may be a part: hence the parent.
  const scope = root.parentElement ?? root;
  for (const [Part, config] of PARTS) createAll(Part, config, { scope, onError: reportUnlessRepeated });
}

function reportUnlessRepeated(error) {
  if (error.name !== "InitError") console.error(error);
}
