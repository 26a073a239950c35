// Saved questions as tabs over a list: open, keep, change, share and delete them.
import { useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown, type MenuProps, Tooltip } from 'antd';
import { Link2, MoreHorizontal, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Count, SavedView, ViewDefinition } from '../../shared/api/types';
import { api } from '../../shared/client';
import { count as writeCount } from '../../shared/format';
import { read, useWrite } from '../../shared/queries';
import { inkOf } from '../../shared/ui/faces';
import { isSameDefinition } from './definition';
import { ViewForm } from './ViewForm';
import './views.css';

interface ViewTabsProps {
  about: SavedView['about'];
  /** What the page shows now. */
  definition: ViewDefinition;
  /** What a view made now keeps of the way the list looks, one's own habits among it. */
  kept: Pick<ViewDefinition, 'columns' | 'widths'>;
  /** The view it came from. */
  viewId: string | undefined;
  /** What further narrows every count, e.g. the store one looks at. */
  always: readonly string[];
  onOpen: (definition: ViewDefinition, view: SavedView | null) => void;
}

const EVERYTHING: ViewDefinition = { filters: [], sort: null, columns: [], widths: {}, q: null };

export function ViewTabs({ about, definition, kept, viewId, always, onOpen }: ViewTabsProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState<'add' | 'edit' | null>(null);
  const { data: views = [] } = useQuery({ ...read<SavedView[]>('/views', { about }), staleTime: 60_000 });
  const present = views.find((view) => view.id === viewId);
  const isChanged = !isSameDefinition(definition, present?.definition ?? EVERYTHING);
  const save = useWrite<void, SavedView>({
    deed: () => api.patch<SavedView>(`/views/${present?.id}`, { definition }, { version: present?.version ?? 0 }),
    touches: () => [['views']],
    done: () => t('view.changed'),
  });
  return (
    <div className="view-row">
      <div className="views" role="tablist" aria-label={t('view.list')}>
        <Tab
          name={t(`view.allOf.${about}`)}
          colour=""
          about={about}
          filters={always}
          isPresent={!present}
          onOpen={() => onOpen(EVERYTHING, null)}
        />
        {views.map((view) => (
          <Tab
            key={view.id}
            name={view.name}
            colour={view.colour}
            about={about}
            filters={[...always, ...view.definition.filters]}
            q={view.definition.q}
            hint={
              view.is_shared
                ? t(view.store ? 'view.sharedByIn' : 'view.sharedBy', {
                    name: view.owner.name,
                    store: view.store?.name,
                  })
                : undefined
            }
            isPresent={view.id === viewId}
            onOpen={() => onOpen(view.definition, view)}
          />
        ))}
      </div>
      {present && <ViewMenu view={present} onEdit={() => setForm('edit')} onDeleted={() => onOpen(EVERYTHING, null)} />}
      <Tooltip title={t('view.addHint')}>
        <Button
          type="text"
          size="small"
          aria-label={t('view.add')}
          icon={<Plus size={15} />}
          onClick={() => setForm('add')}
        />
      </Tooltip>
      {isChanged && (
        <div className="view-change">
          <Button type="text" size="small" onClick={() => onOpen(present?.definition ?? EVERYTHING, present ?? null)}>
            {t('view.reset')}
          </Button>
          {present?.can.includes('edit') ? (
            <Button size="small" loading={save.isPending} onClick={() => save.mutate()}>
              {t('view.save')}
            </Button>
          ) : (
            <Button size="small" onClick={() => setForm('add')}>
              {t('view.add')}
            </Button>
          )}
        </div>
      )}
      <ViewForm
        about={about}
        definition={{ ...definition, ...kept }}
        view={form === 'edit' ? (present ?? null) : null}
        isOpen={form !== null}
        onClose={() => setForm(null)}
        onCreated={(view) => onOpen(view.definition, view)}
      />
    </div>
  );
}

interface TabProps {
  name: string;
  colour: string;
  about: SavedView['about'];
  filters: readonly string[];
  q?: string | null;
  hint?: string | undefined;
  isPresent: boolean;
  onOpen: () => void;
}

function Tab({ name, colour, about, filters, q, hint, isPresent, onOpen }: TabProps) {
  const { data: total } = useQuery({ ...read<Count>(`/${about}/count`, { q, filter: filters }), staleTime: 60_000 });
  return (
    <button type="button" role="tab" aria-selected={isPresent} className="view" title={hint} onClick={onOpen}>
      <i style={{ background: inkOf(colour) }} />
      {name}
      <span>{writeCount(total)}</span>
    </button>
  );
}

interface ViewMenuProps {
  view: SavedView;
  onEdit: () => void;
  onDeleted: () => void;
}

function ViewMenu({ view, onEdit, onDeleted }: ViewMenuProps) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const remove = useWrite({
    deed: () => api.remove(`/views/${view.id}`, { version: view.version }),
    touches: () => [['views']],
    done: () => t('common.deleted'),
    onDone: onDeleted,
  });
  const why = (deed: string) => (view.can.includes(deed) ? undefined : t('view.notYours', { name: view.owner.name }));
  const items: MenuProps['items'] = [
    {
      key: 'edit',
      icon: <Pencil size={14} />,
      label: t('view.rename'),
      disabled: Boolean(why('edit')),
      title: why('edit') ?? '',
    },
    { key: 'link', icon: <Link2 size={14} />, label: t('view.copyLink') },
    { type: 'divider' },
    {
      key: 'delete',
      icon: <Trash2 size={14} />,
      danger: true,
      label: t('view.delete'),
      disabled: Boolean(why('delete')),
      title: why('delete') ?? '',
    },
  ];
  const onClick: MenuProps['onClick'] = async ({ key }) => {
    if (key === 'edit') onEdit();
    else if (key === 'link') {
      await copy(location.href);
      void message.success(t('view.linkCopied'));
    } else {
      modal.confirm({
        title: t('view.deleteConfirm', { name: view.name }),
        okText: t('common.delete'),
        okButtonProps: { danger: true },
        onOk: () => remove.mutateAsync(),
      });
    }
  };
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: (event) => void onClick(event) }}>
      <Button
        type="text"
        size="small"
        aria-label={t('view.menu', { name: view.name })}
        icon={<MoreHorizontal size={15} />}
      />
    </Dropdown>
  );
}

/** Copies text; the clipboard object is missing on plain http addresses. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
