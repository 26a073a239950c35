// Tasks: one's own day, the team, the calendar, and all of them.
import { CalendarDays, CalendarOff, ListChecks, type LucideIcon, Plus, Sun, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../../shared/media';
import { Deed } from '../../shared/ui/Deed';
import { PageHead } from '../../shared/ui/PageHead';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { usePower } from '../session/session';
import { NewAbsence } from './Absences';
import { AllTasks } from './AllTasks';
import { Calendar } from './Calendar';
import { useDesk } from './desk';
import { HandOver } from './HandOver';
import { MyDay } from './MyDay';
import { NewTask } from './NewTask';
import { type TaskViewName, VIEWS } from './search';
import { TaskDrawer } from './TaskDrawer';
import { Team } from './Team';
import './tasks.css';
import { dayOfKey } from './times';

const SIGN: Record<TaskViewName, LucideIcon> = { day: Sun, team: Users, calendar: CalendarDays, all: ListChecks };

export function TasksPage() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const isPhone = useIsPhone();
  const desk = useDesk();
  const { search, turn } = desk;
  const view = search.view ?? 'day';
  return (
    <>
      <PageHead title={t('page.tasks')}>
        <Deed icon={<CalendarOff size={15} />} reason={reason('do_tasks')} onClick={() => turn({ away: true })}>
          {t('absences.new')}
        </Deed>
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={reason('do_tasks')}
          aria-keyshortcuts="n"
          onClick={() => turn({ new: true })}
        >
          {t('tasks.new')}
        </Deed>
      </PageHead>
      <SectionTabs
        label={t('tasks.views')}
        present={view}
        tabs={VIEWS.map((one) => ({
          key: one,
          title: t(`tasks.view.${one}`),
          icon: SIGN[one],
          link: { to: '/tasks', search: { view: one === 'day' ? undefined : one } },
        }))}
      >
        {view === 'day' && !isPhone && <DayKeys />}
      </SectionTabs>
      {view === 'day' && <MyDay desk={desk} />}
      {view === 'team' && <Team desk={desk} />}
      {view === 'calendar' && <Calendar desk={desk} />}
      {view === 'all' && <AllTasks desk={desk} />}
      <TaskDrawer desk={desk} />
      <NewTask
        isOpen={search.new === true}
        onClose={() => turn({ new: undefined })}
        day={view === 'calendar' && search.on ? dayOfKey(search.on) : undefined}
      />
      {search.away && <NewAbsence onClose={() => turn({ away: undefined })} />}
      <HandOver
        titles={desk.handing.map((task) => task.title)}
        from={desk.handing[0]?.assignee?.id}
        onClose={() => desk.handOver([])}
        onHandOver={desk.handTo}
      />
    </>
  );
}

function DayKeys() {
  const { t } = useTranslation();
  const keys: [string, string][] = [
    ['J/K', t('grid.hintMove')],
    ['C', t('tasks.hint.complete')],
    ['S', t('tasks.hint.snooze')],
    ['H', t('tasks.hint.handOver')],
    ['X', t('grid.hintChoose')],
  ];
  return (
    <span className="key-hints" aria-hidden>
      {keys.map(([key, words]) => (
        <span key={key}>
          <kbd>{key}</kbd> {words}
        </span>
      ))}
    </span>
  );
}
