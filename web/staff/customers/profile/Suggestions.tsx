// The next best actions: the most pressing one in full, the others on request; accepting one makes its task.
import { Button } from 'antd';
import { ChevronDown, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileView, Suggestion, TaskView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { usePower } from '../../session/session';
import { touchedBy } from './deeds';
import { suggestionWords } from './suggestionWords';

export function Suggestions({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const ordered = [...profile.suggestions].sort((one, other) => other.priority - one.priority);
  const shown = isOpen ? ordered : ordered.slice(0, 1);
  const others = ordered.length - 1;
  if (ordered.length === 0 && profile.is_profiled) return null;
  return (
    <section className="suggestions" aria-label={t('suggestion.label')}>
      {!profile.is_profiled && <p className="muted">{t('suggestion.refused')}</p>}
      {shown.map((suggestion) => (
        <Band key={suggestion.code} suggestion={suggestion} customerId={profile.customer.id} />
      ))}
      {others > 0 && (
        <button type="button" className="suggestions-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('suggestion.fewer') : t('suggestion.others', { count: others })}
          <ChevronDown size={13} />
        </button>
      )}
    </section>
  );
}

function Band({ suggestion, customerId }: { suggestion: Suggestion; customerId: string }) {
  const { t } = useTranslation();
  const { reason } = usePower();
  const { title, line } = suggestionWords(suggestion, t);
  const dismissal = `/customers/${customerId}/suggestions/${suggestion.code}/dismissal`;
  const accept = useWrite<void, TaskView>({
    deed: async () => {
      const task = await api.post<TaskView>('/tasks', { ...suggestion.task, customer_id: customerId });
      await api.put(dismissal);
      return task;
    },
    touches: () => [...touchedBy(customerId), ['tasks'], ['home']],
    done: () => t('suggestion.accepted'),
  });
  const dismiss = useWrite({
    deed: () => api.put(dismissal),
    touches: () => touchedBy(customerId),
    done: () => t('suggestion.dismissed'),
  });
  return (
    <div className="suggestion">
      <Sparkles size={17} aria-hidden />
      <div>
        <b>{title}</b>
        {line && <p>{line}</p>}
      </div>
      {suggestion.task && (
        <Deed
          type="primary"
          size="small"
          reason={reason('do_tasks')}
          loading={accept.isPending}
          onClick={() => accept.mutate()}
        >
          {t('suggestion.accept')}
        </Deed>
      )}
      <Button
        type="text"
        size="small"
        title={t('suggestion.dismissHint')}
        loading={dismiss.isPending}
        onClick={() => dismiss.mutate()}
      >
        {t('suggestion.dismiss')}
      </Button>
    </div>
  );
}
