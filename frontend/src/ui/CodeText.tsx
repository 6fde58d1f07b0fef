type Props = { label: string; text: string };

/** Code as text: whatever it holds, it is shown and never run. */
export function CodeText({ label, text }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long code must scroll by keyboard
    <div role="group" className="code-text" aria-label={label} tabIndex={0}>
      <pre>
        <code>{text}</code>
      </pre>
    </div>
  );
}
