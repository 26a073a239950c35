// The text of a policy as it was written: lines that begin with # are headings, those with - are points.
export function PolicyBody({ body }: { body: string }) {
  return (
    <div className="policy-body">
      {body
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a published text never changes its lines
          <Line key={place} line={line} />
        ))}
    </div>
  );
}

function Line({ line }: { line: string }) {
  if (line.startsWith('#')) return <h2>{line.replace(/^#+\s*/, '')}</h2>;
  if (line.startsWith('- ')) return <p className="point">{line.slice(2)}</p>;
  return <p>{line}</p>;
}
