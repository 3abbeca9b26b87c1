import js from "@eslint/js";
import lit from "eslint-plugin-lit";
import litA11y from "eslint-plugin-lit-a11y";
import wc from "eslint-plugin-wc";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["node_modules", "src/protocol/messages.ts"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  lit.configs["flat/recommended"],
  wc.configs["flat/best-practice"],
  {
    plugins: { "lit-a11y": litA11y },
    rules: litA11y.configs.recommended.rules,
  },
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // Lit's elements have all lifecycle callbacks, so a call of the base class needs no guard.
      "wc/guard-super-call": "off",
      // Lit binds what a template names as a listener to its host.
      "@typescript-eslint/unbound-method": "off",
      // Tests and sources implement asynchronous interfaces without waiting.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowArray: true }],
    },
  },
  { files: ["eslint.config.js"], ...tseslint.configs.disableTypeChecked },
);
