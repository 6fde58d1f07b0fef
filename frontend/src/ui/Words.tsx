/** A sentence of the server's: what it has between backticks shows as code. It is only ever text. */
export function Words({ text }: { text: string }) {
  return text.split(/`([^`]+)`/).map((part, position) => {
    const key = `${position} ${part}`;
    return position % 2 === 1 ? <code key={key}>{part}</code> : part;
  });
}
