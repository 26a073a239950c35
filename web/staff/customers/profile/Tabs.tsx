// The tabs of a profile and what stands in them.
import { Tabs } from 'antd';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../shared/api/types';
import { Timeline } from '../../../shared/ui/timeline/Timeline';
import { usePower } from '../../session/session';
import { Composer } from './Composer';
import { touchedBy } from './deeds';
import { PROFILE_TABS, type ProfileTab } from './search';
import { DetailsTab } from './tabs/DetailsTab';
import { MessagesTab } from './tabs/MessagesTab';
import { TasksTab } from './tabs/TasksTab';
import { VehiclesTab } from './tabs/VehiclesTab';

interface ProfileTabsProps {
  profile: ProfileView;
  tab: ProfileTab;
  onTab: (tab: ProfileTab) => void;
  composer: RefObject<HTMLTextAreaElement | null>;
}

export function ProfileTabs({ profile, tab, onTab, composer }: ProfileTabsProps) {
  const { t } = useTranslation();
  const { may } = usePower();
  const figures: Partial<Record<ProfileTab, number>> = {
    vehicles: profile.vehicles.length,
    tasks: profile.tasks.filter((task) => task.state === 'open').length,
  };
  const shown = PROFILE_TABS.filter((key) => key !== 'messages' || may('see_messages') || may('send_messages'));
  const inside: Record<ProfileTab, () => React.ReactNode> = {
    timeline: () => (
      <>
        <Composer profile={profile} input={composer} />
        <Timeline
          path={`/customers/${profile.customer.id}/timeline`}
          first={profile.timeline}
          pinned={profile.pinned}
          touches={touchedBy(profile.customer.id)}
          about="customer"
        />
      </>
    ),
    vehicles: () => <VehiclesTab profile={profile} />,
    tasks: () => <TasksTab profile={profile} />,
    details: () => <DetailsTab profile={profile} onVehicles={() => onTab('vehicles')} />,
    messages: () => <MessagesTab customer={profile.customer} />,
  };
  return (
    <Tabs
      className="profile-tabs"
      activeKey={tab}
      onChange={(key) => onTab(key as ProfileTab)}
      destroyOnHidden
      items={shown.map((key) => ({
        key,
        label: (
          <>
            {t(`profile.tab.${key}`)}
            {figures[key] ? <span className="figure">{figures[key]}</span> : null}
          </>
        ),
        children: tab === key ? inside[key]() : null,
      }))}
    />
  );
}
