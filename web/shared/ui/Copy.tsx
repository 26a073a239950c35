// Text to take away: a button that copies, and a line of code with it.
import { Button, Tooltip } from 'antd';
import { Check, Copy as CopyIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import './blocks.css';

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const words = isCopied ? t('blocks.copied') : (label ?? t('blocks.copy'));
  const copy = async () => {
    await putOnClipboard(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_600);
  };
  return (
    <Tooltip title={words}>
      <Button
        type="text"
        size="small"
        aria-label={words}
        icon={isCopied ? <Check size={14} color="var(--green)" /> : <CopyIcon size={14} />}
        onClick={() => void copy()}
      />
    </Tooltip>
  );
}

export function CopyLine({ text, label }: { text: string; label?: string }) {
  return (
    <div className="copy-line">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide line must be scrollable by keys */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} {...(label ? { label } : {})} />
    </div>
  );
}

/** Puts text on the clipboard of the browser; on plain http addresses, which lack it, by way of a selection. */
export async function putOnClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
