// Shows what the house writes to this browser, and brings the pages to the front when it is clicked.
self.addEventListener('push', (event) => {
  const { id, title, text } = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(title || 'Roadbook 路书', { body: text, tag: id, icon: '/favicon.svg' }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const shown = self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  event.waitUntil(shown.then(([first]) => (first ? first.focus() : self.clients.openWindow('/'))));
});
