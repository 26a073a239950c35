// How leads are given and answered in one store: the board of answers, the rules, the people, the limits.
import { useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { Gauge, ListOrdered, Timer, Users } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../shared/ui/PageHead';
import { SectionTabs } from '../../../shared/ui/SectionTabs';
import { Empty } from '../../../shared/ui/states';
import { usePower, useSession, useStoreChoice } from '../../session/session';
import { Answers } from './Answers';
import './assignment.css';
import { Limits } from './Limits';
import { Rules } from './Rules';
import { ASSIGNMENT_TABS, type AssignmentTab } from './search';
import { Takers } from './Takers';

const SIGN = { answers: Gauge, rules: ListOrdered, people: Users, limits: Timer };
const BODY: Record<Exclude<AssignmentTab, 'answers'>, ComponentType<{ store: string }>> = {
  rules: Rules,
  people: Takers,
  limits: Limits,
};
/** Whoever gives leads shapes how; the board is for all who see leads. */
const FOR_ALL: readonly AssignmentTab[] = ['answers', 'limits'];

export function AssignmentPage() {
  const { t } = useTranslation();
  const { may } = usePower();
  const { stores } = useSession();
  const { store: looked } = useStoreChoice();
  const [chosen, setChosen] = useState<string | null>(null);
  const { tab } = useSearch({ from: '/staff/leads/assignment' });
  const shown = ASSIGNMENT_TABS.filter((one) => may('assign_leads') || FOR_ALL.includes(one));
  const present = shown.find((one) => one === tab) ?? 'answers';
  const narrowed = chosen ?? looked?.id;
  const store = narrowed || stores[0]?.id;
  const Body = present === 'answers' ? null : BODY[present];
  // The board tells of all stores; what is set is set of one.
  const choices = stores.map((one) => ({ value: one.id, label: one.name }));
  return (
    <>
      <PageHead title={t('assignment.title')} crumbs={[{ label: t('page.leads'), link: { to: '/leads' } }]}>
        {stores.length > 1 && (
          <Select
            aria-label={t('leads.store')}
            value={!Body ? (narrowed ?? '') : store}
            onChange={setChosen}
            options={!Body ? [{ value: '', label: t('assignment.allStores') }, ...choices] : choices}
            className="assignment-store"
          />
        )}
      </PageHead>
      <SectionTabs
        label={t('assignment.title')}
        present={present}
        tabs={shown.map((one) => ({
          key: one,
          title: t(`assignment.tab.${one}`),
          icon: SIGN[one],
          link: { to: '/leads/assignment', search: { tab: one } },
        }))}
      />
      <div className="page-body assignment">
        {!store || !may('see_leads') ? (
          <Empty title={t('assignment.noStore')} />
        ) : !Body ? (
          <Answers store={narrowed || undefined} />
        ) : (
          <Body key={store} store={store} />
        )}
      </div>
    </>
  );
}
