import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "src/gql"] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    files: ["src/**/*.{ts,tsx}"],
    ...a11y.flatConfigs.strict,
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // A feature does not reach into another's folder; what two need lives in shared or in frame.
      "no-console": "error",
    },
  },
  {
    files: ["e2e/**/*.js", "src/**/*.js"],
    languageOptions: { globals: { process: "readonly", fetch: "readonly", URL: "readonly", document: "readonly", window: "readonly", PerformanceObserver: "readonly" } },
  },
);
