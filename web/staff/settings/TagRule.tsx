// The rule of a tag: built, counted while it is built, saved, taken away.
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { App } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Field, TagGroupView, TagTemplate } from '../../shared/api/types';
import { api, Problem } from '../../shared/client';
import { useIsPhone } from '../../shared/media';
import { read, useWrite } from '../../shared/queries';
import { Deed } from '../../shared/ui/Deed';
import { TagPill } from '../../shared/ui/faces';
import { PageHead } from '../../shared/ui/PageHead';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import { RuleBuilder } from '../rules/RuleBuilder';
import { RuleCounted } from '../rules/RuleCounted';
import { firstLine, type Group, group, isWhole, pathsOf, read as readRule, type Written, write } from '../rules/tree';
import { useRuleCount } from '../rules/useRuleCount';
import { usePower } from '../session/session';
import { SettingsFrame } from './SettingsPage';

type TagView = TagGroupView['tags'][number];

export function TagRule() {
  const { id } = useParams({ from: '/staff/settings/tags/$id/rule' });
  const tags = useQuery(read<TagGroupView[]>('/tags'));
  const fields = useQuery({ ...read<Field[]>('/customers/fields'), staleTime: Number.POSITIVE_INFINITY });
  const tag = tags.data?.flatMap((one) => one.tags).find((one) => one.id === id);
  const failure = tags.error ?? fields.error ?? (tags.data && !tag ? new Problem(404, { code: 'not_found' }) : null);
  return (
    <SettingsFrame present="tags">
      {tag && fields.data ? (
        <RuleOfTag key={tag.id} tag={tag} fields={fields.data.filter((field) => field.in_rules)} />
      ) : (
        <div className="page-body">
          {failure ? <ErrorState failure={failure} onRetry={() => void tags.refetch()} /> : <Skeleton lines={8} />}
        </div>
      )}
    </SettingsFrame>
  );
}

function RuleOfTag({ tag, fields }: { tag: TagView; fields: Field[] }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const isPhone = useIsPhone();
  const refusal = usePower().reason('manage_tags');
  const [root, setRoot] = useState<Group>(() =>
    tag.rule ? readRule(tag.rule.rule as Written) : group('all', [firstLine(fields)]),
  );
  const { count, isAsked } = useRuleCount(root);
  const faults = useMemo(() => faultsOf(root, count.error), [root, count.error]);
  const back = () => void navigate({ to: '/settings/$section', params: { section: 'tags' } });
  const common = { touches: () => [['tags'], ['customers']], onDone: back };
  const save = useWrite({
    deed: () => api.put(`/tags/${tag.id}/rule`, { rule: write(root) }, { version: tag.version }),
    done: () => t('rules.saved'),
    ...common,
  });
  const remove = useWrite({
    deed: () => api.remove(`/tags/${tag.id}/rule`, { version: tag.version }),
    done: () => t('rules.taken'),
    ...common,
  });
  const ask = () =>
    tag.rule || tag.customers.count === 0
      ? save.mutate()
      : modal.confirm({
          title: t('rules.replaceTitle', { name: tag.name }),
          content: t('rules.replaceHint'),
          okText: t('rules.save'),
          onOk: () => save.mutateAsync().catch(() => {}),
        });
  const askRemove = () =>
    modal.confirm({
      title: t('rules.takeTitle', { name: tag.name }),
      content: t('rules.takeHint'),
      okText: t('rules.take'),
      onOk: () => remove.mutateAsync().catch(() => {}),
    });
  const unfinished = !isWhole(root) ? t('rules.unfinished') : faults.size > 0 ? t('rules.faulty') : null;
  return (
    <>
      <PageHead
        title={t('rules.title')}
        crumbs={
          isPhone
            ? []
            : [{ label: t('settings.section.tags'), link: { to: '/settings/$section', params: { section: 'tags' } } }]
        }
        beside={<TagPill tag={tag} />}
      >
        {tag.rule && (
          <Deed reason={refusal} loading={remove.isPending} onClick={askRemove}>
            {t('rules.take')}
          </Deed>
        )}
        <Deed type="primary" reason={refusal ?? unfinished} loading={save.isPending} onClick={ask}>
          {t('rules.save')}
        </Deed>
      </PageHead>
      <div className="rule-page">
        <div className="rule-main">
          <p className="muted rule-hint">{t('rules.hint')}</p>
          {!tag.rule && <Templates isOff={refusal !== null} onTake={(rule) => setRoot(readRule(rule))} />}
          <RuleBuilder
            root={root}
            fields={fields}
            faults={faults}
            isOff={refusal !== null}
            asksRuledTags={false}
            onChange={setRoot}
          />
        </div>
        <RuleCounted count={count} isAsked={isAsked} hasFaults={faults.size > 0} />
      </div>
    </>
  );
}

function Templates({ isOff, onTake }: { isOff: boolean; onTake: (rule: Written) => void }) {
  const { t } = useTranslation();
  const { data: templates = [] } = useQuery({ ...read<TagTemplate[]>('/tag-templates'), staleTime: 600_000 });
  return (
    <ul className="rule-templates" aria-label={t('rules.templates')}>
      {templates.map((template) => (
        <li key={template.code}>
          <button type="button" disabled={isOff} onClick={() => onTake(template.rule as Written)}>
            <TagPill tag={{ name: template.name, colour: template.colour }} />
            {template.sentence}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What the server finds wrong, at the conditions it is about. */
function faultsOf(root: Group, failure: Error | null): Map<number, string> {
  if (!(failure instanceof Problem)) return new Map();
  const paths = pathsOf(root);
  return new Map(failure.errors.map(({ field, message }) => [paths.get(field) ?? root.key, message]));
}
