// One template: its draft beside a preview that follows each key, and what can be done with it.
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Segmented } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateView, TemplateWording, TemplateWords } from '../../../shared/api/types';
import { api, type Problem } from '../../../shared/client';
import { dateTime } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { read, useWrite } from '../../../shared/queries';
import { CarefulDrawer } from '../../../shared/ui/CarefulDrawer';
import { Deed } from '../../../shared/ui/Deed';
import { ErrorState, Skeleton } from '../../../shared/ui/states';
import { useRecordReason } from '../../session/session';
import { Preview } from './Preview';
import { States } from './Templates';
import { Trial } from './Trial';
import { WordsForm } from './WordsForm';

type Language = 'zh' | 'en';

const EMPTY: TemplateWording = { zh: null, en: null };

export function TemplateDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const isPhone = useIsPhone();
  const { t } = useTranslation();
  const answer = useQuery(read<TemplateView>(`/message-templates/${id}`));
  const template = answer.data;
  return (
    <CarefulDrawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : 940}
      title={template?.name ?? t('messaging.template')}
      destroyOnHidden
    >
      {answer.error && !template && <ErrorState failure={answer.error} onRetry={() => void answer.refetch()} />}
      {!template && !answer.error && <Skeleton lines={8} />}
      {template && <Editor key={`${template.id} ${template.version}`} template={template} />}
    </CarefulDrawer>
  );
}

function Editor({ template }: { template: TemplateView }) {
  const { t } = useTranslation();
  const [wording, setWording] = useState<TemplateWording>(
    template.draft?.wording ?? template.published?.wording ?? EMPTY,
  );
  const [language, setLanguage] = useState<Language>(wording.zh || !wording.en ? 'zh' : 'en');
  const [faults, setFaults] = useState<Problem['errors']>([]);
  const words = wording[language] ?? { text: '' };
  const change = (part: Partial<TemplateWords>) => {
    setFaults([]);
    const next = { ...words, ...part };
    const isEmpty = !next.text.trim() && !next.subject?.trim();
    setWording({ ...wording, [language]: isEmpty ? null : next });
  };
  return (
    <div className="template-editor">
      <header>
        <States template={template} />
        <span className="muted num">{template.code}</span>
        <div className="spring" />
        <Segmented<Language>
          aria-label={t('templates.language')}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'zh', label: t('templates.zh') },
            { value: 'en', label: t('templates.en') },
          ]}
        />
      </header>
      <div className="template-sides">
        <WordsForm
          key={language}
          channel={template.channel}
          words={words}
          isOff={!template.can.includes('edit')}
          faults={faults.filter(({ field }) => field.startsWith(`wording.${language}`))}
          onChange={change}
        />
        <Preview template={template} wording={wording} language={language} />
      </div>
      <Deeds template={template} wording={wording} onProblem={setFaults} />
      <Trial template={template} language={language} />
      <History template={template} />
    </div>
  );
}

interface DeedsProps {
  template: TemplateView;
  wording: TemplateWording;
  onProblem: (faults: Problem['errors']) => void;
}

function Deeds({ template, wording, onProblem }: DeedsProps) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const can = useRecordReason(template.can);
  const path = `/message-templates/${template.id}`;
  const touches = () => [['message-templates']];
  const atFields = (problem: Problem) => {
    const faults = problem.errors.filter(({ field }) => field.startsWith('wording'));
    onProblem(faults);
    return faults.length > 0;
  };
  const kept = template.draft?.wording ?? template.published?.wording ?? EMPTY;
  const isChanged = JSON.stringify(tidy(wording)) !== JSON.stringify(tidy(kept));
  const save = useWrite<void, TemplateView>({
    deed: () => api.put(`${path}/draft`, { wording: tidy(wording) }, { version: template.version }),
    touches,
    done: () => t('templates.saved'),
    onProblem: atFields,
  });
  const publish = useWrite<void, TemplateView>({
    deed: async () => {
      const saved = isChanged
        ? await api.put<TemplateView>(`${path}/draft`, { wording: tidy(wording) }, { version: template.version })
        : template;
      return api.post<TemplateView>(`${path}/publications`, undefined, { version: saved.version });
    },
    touches,
    done: (now) => t('templates.publishedNow', { number: now.published?.number }),
    onProblem: atFields,
  });
  const drop = useWrite({
    deed: () => api.remove(`${path}/draft`, { version: template.version }),
    touches,
    done: () => t('common.saved'),
  });
  const retire = useWrite<boolean>({
    deed: (is_retired) => api.patch(path, { is_retired }, { version: template.version }),
    touches,
    done: () => t('common.saved'),
  });
  return (
    <div className="template-deeds">
      <Deed
        type="primary"
        reason={can('edit') ?? (isChanged ? null : can('publish'))}
        loading={publish.isPending}
        onClick={() =>
          modal.confirm({
            title: t('templates.publishTitle'),
            content: t('templates.publishText'),
            okText: t('templates.publish'),
            onOk: () => publish.mutateAsync().catch(() => {}),
          })
        }
      >
        {t('templates.publish')}
      </Deed>
      <Deed
        reason={isChanged ? can('edit') : t('common.notPossible')}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t('templates.saveDraft')}
      </Deed>
      {template.can.includes('drop_draft') && (
        <Button
          onClick={() =>
            modal.confirm({
              title: t('templates.dropTitle'),
              content: t('templates.dropText'),
              okText: t('templates.dropDraft'),
              onOk: () => drop.mutateAsync().catch(() => {}),
            })
          }
        >
          {t('templates.dropDraft')}
        </Button>
      )}
      <div className="spring" />
      {template.can.includes('retire') && (
        <Button type="text" loading={retire.isPending} onClick={() => retire.mutate(true)}>
          {t('templates.retire')}
        </Button>
      )}
      {template.can.includes('restore') && (
        <Button loading={retire.isPending} onClick={() => retire.mutate(false)}>
          {t('templates.restore')}
        </Button>
      )}
      <Rename template={template} reason={can('edit')} />
    </div>
  );
}

function Rename({ template, reason }: { template: TemplateView; reason: string | null }) {
  const { t } = useTranslation();
  const field = useId();
  const [name, setName] = useState(template.name);
  const save = useWrite<string>({
    deed: (words) => api.patch(`/message-templates/${template.id}`, { name: words }, { version: template.version }),
    touches: () => [['message-templates']],
    done: () => t('common.saved'),
  });
  const isChanged = name.trim() !== '' && name.trim() !== template.name;
  return (
    <span className="template-name">
      <label htmlFor={field} className="second">
        {t('templates.name')}
      </label>
      <Input
        id={field}
        value={name}
        maxLength={60}
        disabled={reason !== null}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => isChanged && save.mutate(name.trim())}
        onPressEnter={() => isChanged && save.mutate(name.trim())}
      />
    </span>
  );
}

function History({ template }: { template: TemplateView }) {
  const { t } = useTranslation();
  return (
    <section className="template-history" aria-label={t('templates.history')}>
      <h3>{t('templates.history')}</h3>
      <ul>
        {template.editions.map((edition) => (
          <li key={edition.number}>
            <b>{t('messaging.edition', { number: edition.number })}</b>
            <span className="second">
              {edition.published_at
                ? t('templates.by', {
                    at: dateTime(edition.published_at),
                    name: edition.changed_by?.name ?? t('templates.system'),
                  })
                : t('templates.draft')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Without the words that say nothing and the fields that are empty. */
function tidy({ zh, en }: TemplateWording): TemplateWording {
  return { zh: tidyWords(zh), en: tidyWords(en) };
}

function tidyWords(words: TemplateWords | null | undefined): TemplateWords | null {
  if (!words?.text.trim() && !words?.subject?.trim()) return null;
  const { id = '', order = [] } = words.provider ?? {};
  return {
    text: words.text,
    subject: words.subject?.trim() || null,
    provider: id ? { id, order } : null,
  };
}
