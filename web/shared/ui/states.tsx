// What stands where content will be, is not, or could not be fetched.
import { Button } from 'antd';
import { CloudOff, Inbox, Lock, type LucideIcon, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../client';
import { problemWords } from '../queries';
import './ui.css';

interface EmptyProps {
  icon?: LucideIcon;
  title: string;
  hint?: string;
  /** Buttons that lead on. */
  children?: ReactNode;
}

export function Empty({ icon: Icon = Inbox, title, hint, children }: EmptyProps) {
  return (
    <div className="state">
      <span className="symbol">
        <Icon size={20} />
      </span>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {children && <div className="deeds">{children}</div>}
    </div>
  );
}

/** A read that failed: what happened, what helps, and once more. */
export function ErrorState({ failure, onRetry }: { failure: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  const words = problemWords(failure, t);
  const status = failure instanceof Problem ? failure.status : 0;
  const Icon = status === 403 ? Lock : status === 404 ? SearchX : CloudOff;
  // What is forbidden or not there is so the second time too.
  const canPass = status !== 403 && status !== 404;
  return (
    <div className="state" role="alert">
      <span className={canPass ? 'symbol failed' : 'symbol'}>
        <Icon size={20} />
      </span>
      <h2>{words.title}</h2>
      {words.detail && canPass && <p>{words.detail}</p>}
      {onRetry && canPass && (
        <div className="deeds">
          <Button onClick={onRetry}>{t('common.retry')}</Button>
        </div>
      )}
    </div>
  );
}

/** Grey bars in the place of lines of text. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')} style={{ display: 'grid', gap: 14, padding: '12px 0' }}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike
        <Bone key={line} width={`${86 - ((line * 29) % 45)}%`} />
      ))}
    </div>
  );
}

export function Bone({ width = '60%', height = 9 }: { width?: string | number; height?: number }) {
  return <span className="bone" style={{ width, height }} />;
}
